/** How wide an element is: measured when that changes, and not at every drawing, which would lay out the page anew each time. */
export interface Measured {
  /** The width in pixels; 0 while the element is not seen. */
  width(): number;
  end(): void;
}

/** Measures an element, and calls back when its width has changed. */
export function measured(element: Element, changed: () => void): Measured {
  if (typeof ResizeObserver === 'undefined') return { width: () => element.clientWidth, end: () => undefined };
  let width: number | undefined;
  const observer = new ResizeObserver(() => {
    if (width === element.clientWidth) return;
    width = element.clientWidth;
    changed();
  });
  observer.observe(element);
  return { width: () => (width ??= element.clientWidth), end: () => observer.disconnect() };
}
