import { appendFileSync } from 'node:fs';

/** Whatever is neither a file of our own, nor one of our names, nor part of Node. */
const PACKAGE = /^(?!node:|file:|[./#])/;
const OWN = '/dist/';

/**
 * @param {string} specifier
 * @param {{ parentURL?: string }} context
 * @param {(specifier: string, context: object) => Promise<{ url: string }>} next
 */
export async function resolve(specifier, context, next) {
  const isOwn =
    context.parentURL !== undefined && context.parentURL.includes(OWN) && !context.parentURL.includes('node_modules');
  if (isOwn && PACKAGE.test(specifier)) appendFileSync(process.env.PACKAGES_FILE ?? '', `${specifier}\n`);
  return next(specifier, context);
}
