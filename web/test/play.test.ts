import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { play, speeds } from '../sim/play';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a play has one step under way, however long it takes, and stops when there is nothing after one', async () => {
  let [under, most, taken] = [0, 0, 0];
  const changes: boolean[] = [];
  const p = play(() => ({ name: '', wait: 10, steps: 3 }), async n => {
    most = Math.max(most, ++under);
    taken += n;
    await new Promise(next => setTimeout(next, 50));
    under--;
    return taken < 12;
  }, on => changes.push(on));
  p.toggle();
  await vi.advanceTimersByTimeAsync(1000);
  expect([most, taken, p.playing]).toEqual([1, 12, false]);
  expect(changes).toEqual([true, false]);
});

test('a play that is stopped and begun again goes on once', async () => {
  let taken = 0;
  const p = play(() => ({ name: '', wait: 100, steps: 1 }), async () => {
    taken++;
    return true;
  }, () => undefined);
  p.toggle();
  await vi.advanceTimersByTimeAsync(250);
  p.toggle();
  p.toggle();
  await vi.advanceTimersByTimeAsync(950);
  p.stop();
  await vi.advanceTimersByTimeAsync(1000);
  expect(taken).toBe(3 + 10);
});

test('the speeds are in order', () => {
  const perSecond = speeds.map(s => (s.steps * 1000) / (s.wait || 1000 / 60));
  expect(perSecond).toEqual([...perSecond].sort((a, b) => a - b));
});
