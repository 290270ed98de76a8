/** Whether a box is wider inside than outside. */
export function overflows(box: HTMLElement): boolean {
  return box.scrollWidth > box.clientWidth + 1;
}

/** A box that can be scrolled: while it has the focus, the arrow keys scroll it as far as there is something to scroll, and mean nothing else. */
export function scrolls<E extends HTMLElement>(box: E): E {
  box.addEventListener('keydown', e => {
    if (e.target !== box || e.ctrlKey || e.metaKey || e.altKey) return;
    const down = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End', ' '].includes(e.key) && box.scrollHeight > box.clientHeight + 1;
    if (down || (['ArrowLeft', 'ArrowRight'].includes(e.key) && overflows(box))) e.stopPropagation();
  });
  return box;
}
