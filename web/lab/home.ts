/** Where JupyterLab serves the simulators' program: below its base URL, which the page carries as JSON. */
export function simulators(page: Document): string {
  const config = JSON.parse(page.getElementById('jupyter-config-data')?.textContent || '{}') as Record<string, string>;
  const extensions = config.fullLabextensionsUrl ?? `${config.baseUrl ?? '/'}lab/extensions`;
  return `${extensions.replace(/\/$/, '')}/chainrule/static/sim/`;
}
