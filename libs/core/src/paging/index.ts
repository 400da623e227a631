export { CursorInvalid, type PagingError } from './errors.js';
export { type Page, type PageOrder, Pages } from './pages.service.js';
export { PagingModule } from './paging.module.js';
