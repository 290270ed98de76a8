import { BarChart, HeatmapChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomInsideComponent, GridComponent, LegendScrollComponent, MarkAreaComponent, MarkLineComponent, MarkPointComponent,
  TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent
} from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import { h, num } from './dom';
import { fit } from './field';
import { apply, colors, current, resolve, watch, type Theme } from './theme';
import type { FigureData, Table } from './types';

echarts.use([
  BarChart, HeatmapChart, LineChart, ScatterChart, DataZoomInsideComponent, GridComponent, LegendScrollComponent, MarkAreaComponent,
  MarkLineComponent, MarkPointComponent, TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent,
  CanvasRenderer, SVGRenderer
]);

for (const theme of ['light', 'dark'] as Theme[]) {
  const c = colors(theme) as Record<string, string>;
  const axis = {
    axisLine: { lineStyle: { color: c.gray } }, axisTick: { lineStyle: { color: c.gray } }, axisLabel: { color: c.ink },
    nameTextStyle: { color: c.ink }, splitLine: { lineStyle: { color: c.faint } }
  };
  echarts.registerTheme(`chainrule-${theme}`, {
    color: ['blue', 'orange', 'green', 'pink', 'sky', 'yellow', 'vermilion', 'gray'].map(n => c[n]),
    backgroundColor: 'transparent', textStyle: { color: c.ink },
    valueAxis: axis, logAxis: axis, categoryAxis: { ...axis, splitLine: { show: false } },
    legend: { textStyle: { color: c.ink }, pageTextStyle: { color: c.ink } },
    markLine: { label: { color: c.ink } },
    tooltip: { backgroundColor: c.paper, borderColor: c.gray, textStyle: { color: c.ink } }
  });
}

interface Series {
  type: string;
  name?: string;
  data: unknown[];
  silent?: boolean;
  label?: object;
}

/** How many marks are drawn as SVG, which stays sharp; more become pixels. */
const manyMarks = 6000;

/** A chart that answers to the mouse and to the arrow keys. Returns what disposes of it. */
export function figure(body: HTMLElement, data: FigureData, root: HTMLElement, say: (text: string) => void): () => void {
  const series = (data.option.series ?? []) as Series[];
  const readable = series.map((x, i) => ({ ...x, i })).filter(x => !x.silent && x.data?.length > 0 && x.type !== 'heatmap');
  const box = h('div', {
    class: 'cr-chart', tabindex: 0, role: 'group', 'aria-roledescription': 'chart', 'aria-label': 'Chart. Arrow keys read the points.'
  });
  const ratio = data.height / data.width;
  body.append(box);
  const numbers = dataTable(data.table);
  if (numbers) body.append(numbers);

  let chart: echarts.ECharts | undefined;
  const size = () => {
    const width = box.clientWidth || data.width;
    const height = ratio < 0.35 ? data.height : Math.max(220, Math.round(Math.min(width, 900) * ratio));
    box.style.height = `${height}px`;
    return { width, height };
  };
  const optionFor = (theme: Theme, width: number, height: number) => {
    const option = resolve(data.option, theme) as Record<string, any>;
    option.animation = false;
    option.textStyle = { fontFamily: getComputedStyle(box).fontFamily || 'sans-serif' }; // measured, so 'inherit' would not do
    for (const axis of [...(option.xAxis ?? []), ...(option.yAxis ?? [])]) if (axis.type !== 'category') readably(axis);
    if (data.field) fit(option, data.field, width, height);
    for (const x of option.series ?? []) if (x.label) x.label.fontSize = Math.max(8, Math.round((x.label.fontSize ?? 12) * Math.min(1, width / data.width)));
    if (option.tooltip) option.tooltip = { ...option.tooltip, valueFormatter: (v: unknown) => (typeof v === 'number' ? num(v, 5) : String(v ?? '–')), confine: true };
    return option;
  };
  const draw = () => {
    chart?.dispose();
    const theme = current();
    apply(root, theme);
    const { width, height } = size();
    const option = optionFor(theme, width, height);
    const marks = ((option.series ?? []) as Series[]).reduce((n, x) => n + (x.data?.length ?? 0), 0);
    chart = echarts.init(box, `chainrule-${theme}`, { renderer: marks > manyMarks ? 'canvas' : 'svg', width, height });
    chart.setOption(option);
  };
  draw();
  const unwatch = watch(draw);
  const observer = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(() => {
    const { width, height } = size();
    chart?.resize({ width, height });
    if (data.field || series.some(x => x.label)) chart?.setOption(optionFor(current(), width, height));
  });
  observer?.observe(box);

  let at = { line: 0, point: -1 };
  box.addEventListener('keydown', e => {
    if (readable.length === 0) return;
    const line = readable[at.line];
    const steps: Record<string, () => void> = {
      ArrowRight: () => at.point = Math.min(at.point + 1, line.data.length - 1),
      ArrowLeft: () => at.point = Math.max(at.point - 1, 0),
      Home: () => at.point = 0,
      End: () => at.point = line.data.length - 1,
      ArrowDown: () => at = { line: (at.line + 1) % readable.length, point: 0 },
      ArrowUp: () => at = { line: (at.line + readable.length - 1) % readable.length, point: 0 }
    };
    if (e.key === 'Escape') {
      chart?.dispatchAction({ type: 'hideTip' });
      return;
    }
    if (!steps[e.key]) return;
    e.preventDefault();
    e.stopPropagation();
    steps[e.key]();
    const now = readable[at.line];
    const point = now.data[at.point];
    chart?.dispatchAction({ type: 'showTip', seriesIndex: now.i, dataIndex: at.point });
    const names = ((data.option.xAxis as any[])?.[0]?.data ?? []) as string[];
    const words = Array.isArray(point) ? point.map(v => (v === null ? 'missing' : num(v as number))).join(', ')
      : `${names[at.point] ?? at.point + 1}, ${num(point as number)}`;
    say(`${now.name ?? 'series'}: ${words}`);
  });

  return () => {
    unwatch();
    observer?.disconnect();
    chart?.dispose();
  };
}

/** Has an axis of numbers write them as the rest of the view does: the year 1846 without a comma or decimals. */
function readably(axis: Record<string, any>): void {
  axis.axisLabel = { ...axis.axisLabel, formatter: (v: number) => num(v) };
  axis.axisPointer = { ...axis.axisPointer, label: { formatter: (p: { value: number }) => num(p.value, 5) } };
}

/** The numbers behind the figure, for reading and for a screen reader. */
function dataTable(table: Table | undefined): HTMLElement | null {
  const rows = table?.rows ?? [];
  if (!table || rows.length === 0) return null;
  return h('details', { class: 'cr-data' },
    h('summary', {}, 'Show data'),
    h('div', { class: 'cr-scroll', tabindex: 0, role: 'region', 'aria-label': 'Data of the figure' },
      h('table', {},
        h('thead', {}, h('tr', {}, ...table.columns.map(c => h('th', { scope: 'col' }, c || 'series')))),
        h('tbody', {}, ...rows.map(r => h('tr', {}, ...r.map(c => h('td', {}, c))))))),
    table.note ? h('p', {}, table.note) : null);
}
