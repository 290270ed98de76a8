import { describe, expect, test } from 'vitest';
import { simulators } from '../lab/home';
import { address, written } from '../page/address';

describe('the address of a page', () => {
  test.each([
    ['', '', { simulator: 'network', link: '', hide: [] }],
    ['?simulator=regression', '#abc-_9', { simulator: 'regression', link: 'abc-_9', hide: [] }],
    ['?hide=data,%20settings,', '', { simulator: 'network', link: '', hide: ['data', 'settings'] }]
  ])('%s%s', (search, hash, want) => {
    expect(address({ search, hash })).toEqual(want);
    const again = new URL(written({ origin: 'http://127.0.0.1:8000', pathname: '/sim/' }, want));
    expect(again.pathname).toBe('/sim/');
    expect(address(again)).toEqual(want);
  });
});

test.each([
  ['{"fullLabextensionsUrl":"/lab/extensions","baseUrl":"/"}', '/lab/extensions/chainrule/static/sim/'],
  ['{"fullLabextensionsUrl":"/user/eva/lab/extensions/"}', '/user/eva/lab/extensions/chainrule/static/sim/'],
  ['{"baseUrl":"/course/"}', '/course/lab/extensions/chainrule/static/sim/'],
  ['', '/lab/extensions/chainrule/static/sim/']
])('JupyterLab with %s serves the program below %s', (config, want) => {
  const page = new DOMParser().parseFromString(`<script id="jupyter-config-data" type="application/json">${config}</script>`, 'text/html');
  expect(simulators(page)).toBe(want);
});
