export { type Letter, type RenderedMail, renderLetter } from './letter.js';
