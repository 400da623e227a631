export { removeSharedFiles as default } from './jest.shared-files.mjs';
