// What the parts of the page have in common.

export const find = (selector) => document.querySelector(selector);
export const value = (selector) => find(selector).value.trim();

/** An element with a text, or with others in it; texts are never read as markup. */
export function element(name, content = '', attributes = {}) {
  const made = document.createElement(name);
  made.append(...[content].flat());
  for (const [key, of] of Object.entries(attributes)) made.setAttribute(key, of);
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Bars behind one another, each with its part of the whole and its class; what they say stands beside them as text. */
export function bar(...parts) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  let start = 0;
  for (const [part, kind] of parts) {
    const rect = document.createElementNS(SVG, 'rect');
    for (const [key, of] of Object.entries({ x: `${100 * start}%`, width: `${100 * part}%`, height: '100%', class: kind })) rect.setAttribute(key, of);
    svg.append(rect);
    start += part;
  }
  return svg;
}

export const row = (cells) => element('tr', cells);
export const cell = (content, kind = '') => element('td', content, kind ? { class: kind } : {});

/** Runs now and on every change of a form; an error is shown where the form says, and leaves nothing that looks valid. */
export function live(section, field, clear, run) {
  const [error, marked] = [find(`${section} .error`), field === '' ? null : find(field)];
  const update = () => {
    clear();
    error.textContent = '';
    marked?.removeAttribute('aria-invalid');
    try {
      run();
    } catch (problem) {
      clear();
      error.textContent = problem.message;
      marked?.setAttribute('aria-invalid', 'true');
    }
  };
  find(section).addEventListener('input', update);
  update();
  return update;
}
