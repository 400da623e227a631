import { Html, html } from './html.js';

describe('html', () => {
  it('escapes texts', () => {
    expect(html`<p>${'<script>"a" & \'b\'</script>'}</p>`.markup).toBe(
      '<p>&#60;script&#62;&#34;a&#34; &#38; &#39;b&#39;&#60;/script&#62;</p>',
    );
  });

  it('escapes texts in attributes, so that they cannot end them', () => {
    expect(html`<p title="${'" onclick="x'}"></p>`.markup).toBe('<p title="&#34; onclick=&#34;x"></p>');
  });

  it.each([
    [html`<b>${html`<i>${'<'}</i>`}</b>`, '<b><i>&#60;</i></b>'],
    [html`<b>${['<', '>'].map((text) => html`<i>${text}</i>`)}</b>`, '<b><i>&#60;</i><i>&#62;</i></b>'],
    [html`<b>${new Html('<br>')}</b>`, '<b><br></b>'],
    [html`<b>${7}</b>`, '<b>7</b>'],
    [html`<b>${undefined}</b>`, '<b></b>'],
  ])('inserts HTML, lists of it, numbers, and nothing for undefined', ({ markup }, expected) => {
    expect(markup).toBe(expected);
  });
});
