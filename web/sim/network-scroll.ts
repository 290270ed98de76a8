/**
 * Boxes that are wider than their place say so, and are scrolled by the arrow keys when they have the focus. Returns what
 * looks at all of them anew.
 */
export function sideways(root: HTMLElement): () => void {
  root.addEventListener('keydown', e => {
    // The arrow keys of the simulator would go a step.
    if (['ArrowLeft', 'ArrowRight'].includes(e.key) && (e.target as Element).matches('.cr-scroll.cr-cut')) e.stopPropagation();
  }, true);
  return () => {
    const boxes = [...root.querySelectorAll<HTMLElement>('.cr-scroll')];
    const cut = boxes.map(b => b.scrollWidth > b.clientWidth + 1); // all are read before any is written
    boxes.forEach((b, i) => b.classList.toggle('cr-cut', cut[i]));
  };
}
