import type { SeenPage } from '../support/page.js';

export const CONFIRMED: SeenPage = {
  status: 200,
  title: 'Your address is confirmed',
  text: 'Thank you. You can close this page and sign in.',
};

/** What the page for addresses says of any token that is not good. */
export const DEAD_LINK: SeenPage = {
  status: 400,
  title: 'This link does not work any more',
  text: 'It has been used, is too old, or a newer mail has replaced it. If your address is confirmed already, there is nothing left to do. If not, sign in where you signed up and ask for another mail. Only the link in the newest one works; open it whole, from the first letter to the last.',
};

/** What the page for passwords says of any token that is not good. */
export const DEAD_RESET_LINK: SeenPage = {
  status: 400,
  title: 'This link does not work any more',
  text: 'It has been used, is too old, or a newer mail has replaced it. Your password is what it was. For another link, say once more that you forgot your password, where you sign in. Only the link in the newest mail works; open it whole, from the first letter to the last.',
};

export const CHOSEN: SeenPage = {
  status: 200,
  title: 'Your new password is set',
  text: 'All earlier sessions of your account have ended. You can close this page and sign in.',
};

export const UNREADABLE: SeenPage = {
  status: 400,
  title: 'That cannot be read',
  text: 'Please open the link in your mail again and fill in the form once more.',
};
