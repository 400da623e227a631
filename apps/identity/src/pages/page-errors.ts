import { type Answer, type ErrorTable, type ErrorVoice, headersFor, type KnownError } from '#edge';
import { html } from '../html/html.js';
import { type Page, toAnswer } from '../html/page.js';

const UNREADABLE: Page = {
  status: 400,
  title: 'That cannot be read',
  content: html`<p>Please open the link in your mail again and fill in the form once more.</p>`,
};

const ELSEWHERE: Page = {
  title: 'That was sent by another site',
  content: html`<p>Nothing has been changed. Please open the link in your mail and use the form you find there.</p>`,
};

/** Errors that are told in the same words on every page; all others are nobody's fault but ours. */
const PAGES: Partial<ErrorTable<Page>> = {
  malformed_body: () => UNREADABLE,
  bad_request: ({ status }) => ({ ...(status === 403 ? ELSEWHERE : UNREADABLE), status }),
  unsupported_media_type: () => ({ ...UNREADABLE, status: 415 }),
  body_too_large: () => ({ ...UNREADABLE, status: 413 }),
  route_unknown: () => ({
    status: 404,
    title: 'There is nothing here',
    content: html`<p>Please open the link in your mail again, from the first letter to the last.</p>`,
  }),
  method_not_allowed: () => ({ ...UNREADABLE, status: 405 }),
  already_a_member: () => ({
    status: 400,
    title: 'There is nothing to accept',
    content: html`<p>You are on the list of members already.</p>`,
  }),
  limit_exceeded: ({ retryAfterSeconds }) => ({
    status: 429,
    title: 'Too many tries',
    content: html`<p>Nothing has been changed, and your link is as good as before. ${again(retryAfterSeconds)}</p>`,
  }),
  overloaded: ({ retryAfterSeconds }) => ({
    status: 503,
    title: 'Very busy just now',
    content: html`<p>Nothing has been changed, and your link is as good as before. ${again(retryAfterSeconds)}</p>`,
  }),
  unavailable: ({ retryAfterSeconds }) => ({
    status: 503,
    title: 'Not available just now',
    content: html`<p>Your link is as good as before. ${again(retryAfterSeconds)}</p>`,
  }),
};

/** Tells errors as pages. */
export class PageErrors implements ErrorVoice {
  /** @param deadLink what to say of a token that is not good */
  constructor(private readonly deadLink: Page) {}

  answer(error: KnownError, requestId: string): Answer {
    const page = this.pageFor(error) ?? unexpectedPage(requestId);
    const { status, headers, body } = toAnswer(page);
    return { status, headers: { ...headers, ...headersFor(error, status) }, body };
  }

  private pageFor(error: KnownError): Page | undefined {
    const deadLink = { ...this.deadLink, status: 400 };
    if (error.code === 'invalid_one_time_token' || error.code === 'invitation_invalid') return deadLink;
    if (error.code === 'invalid_input') return error.faults.some(isAboutToken) ? deadLink : UNREADABLE;
    // The table is typed line by line; which line fits this error only its code can tell.
    const tell = PAGES[error.code] as ((error: KnownError) => Page) | undefined;
    return tell?.(error);
  }
}

function isAboutToken({ path }: { readonly path: readonly (string | number)[] }): boolean {
  return path[0] === 'token';
}

function unexpectedPage(requestId: string): Page {
  return {
    status: 500,
    title: 'Something went wrong on our side',
    content: html`<p>Please try again in a few minutes.</p>
      <p class="soft">If it stays like this, tell whoever runs the service this number: ${requestId}</p>`,
  };
}

function again(seconds: number): string {
  if (seconds === 1) return 'Go back and try again in a second.';
  return seconds < 100
    ? `Go back and try again in ${seconds} seconds.`
    : `Go back and try again in ${Math.ceil(seconds / 60)} minutes.`;
}
