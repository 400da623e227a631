export { type LinksConfig, linksSection } from './links.config.js';
export { LinksModule } from './links.module.js';
export { Links, PAGE_PATHS, type PageName } from './links.service.js';
