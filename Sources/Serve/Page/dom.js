// Elements by their names. Nothing on this page is ever made from markup: texts become text nodes, and a policy of the
// server (Trusted Types) forbids the page the ways in which markup could be made of a string.

/** Returns the element of the page with this id. */
export function element(id) {
  return document.getElementById(id);
}

/**
 * Returns a new element.
 * @param {string} name tag.
 * @param {Object<string, string>} attributes class, title and the like; those that are null are left out.
 * @param {...(Node|string)} children texts and elements.
 */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  // Children first: with dir="auto" set before, a browser looks at all of them again for each one that comes.
  made.append(...children);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  return made;
}

/** Says something to readers who hear the page; those who see it see it already. */
export function announce(text) {
  element("status").textContent = text;
}
