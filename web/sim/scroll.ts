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

/**
 * Lets every box of a page that is wider than its place say so, and be scrolled by the arrow keys when it has the focus. Returns
 * what looks at all of them anew.
 */
export function sideways(root: HTMLElement): () => void {
  root.addEventListener('keydown', e => {
    // The arrow keys of the simulator would go a step.
    if (['ArrowLeft', 'ArrowRight'].includes(e.key) && (e.target as Element).matches('.cr-scroll.cr-cut')) e.stopPropagation();
  }, true);
  return () => {
    const boxes = [...root.querySelectorAll<HTMLElement>('.cr-scroll')];
    const cut = boxes.map(overflows); // all are read before any is written
    boxes.forEach((b, i) => b.classList.toggle('cr-cut', cut[i]));
  };
}
