import { simulator, titles } from '../sim';
import { from } from '../sim/load';
import { frame } from '../views/frame';
import { apply, current, watch } from '../views/theme';
import { address, written } from './address';

/** A page of its own for a simulator: which one is in the query, its state behind the #. */
from('./sim/');

const theme = () => apply(document.body, current());
theme();
watch(theme);

const place = address(location);
document.title = `${titles[place.simulator] ?? 'Simulators'} · chainrule`;
for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a')) {
  if (address(link).simulator === place.simulator) link.setAttribute('aria-current', 'page');
}

const main = document.getElementById('simulator')!;
let dispose = () => undefined as void;

function show(): void {
  dispose();
  main.replaceChildren();
  const { simulator: kind, link, hide } = address(location);
  const f = frame(main, { kind: 'simulator', title: titles[kind] });
  let end = () => undefined as void;
  try {
    end = simulator(f.body, { simulator: kind, link, options: { hide, address: (now, without) => written(location, { simulator: kind, link: now, hide: without }) } }, f.say, now => history.replaceState(null, '', `#${now}`));
  } catch (e) {
    f.refuse(e, 'Choose one of the simulators above.');
  }
  dispose = () => {
    end();
    f.dispose();
  };
}

show();
// There is one simulator, and whatever is typed where nothing has the focus is for it.
addEventListener('keydown', e => {
  const root = main.querySelector('.cr-sim');
  if (e.target !== document.body || e.defaultPrevented || !root) return;
  const { key, code, shiftKey, ctrlKey, metaKey, altKey } = e;
  if (!root.dispatchEvent(new KeyboardEvent('keydown', { key, code, shiftKey, ctrlKey, metaKey, altKey, cancelable: true }))) e.preventDefault();
});
// Somebody has put another state into the address. What the page itself puts there makes no such event.
addEventListener('hashchange', show);
