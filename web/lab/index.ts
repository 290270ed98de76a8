import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { from } from '../sim/load';
import { mimeType, render } from '../views';
import { simulators } from './home';

from(simulators(document));

/** Draws a view in the output of a cell. */
class ViewWidget extends Widget implements IRenderMime.IRenderer {
  private end = () => undefined as void;

  constructor(private options: IRenderMime.IRendererOptions) {
    super();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.end();
    this.end = render(this.node, model.data[this.options.mimeType]);
  }

  dispose(): void {
    this.end();
    super.dispose();
  }
}

const extension: IRenderMime.IExtension = {
  id: 'chainrule:views',
  // Nothing in a view is executed, so that one in a notebook of a stranger is drawn, too.
  rendererFactory: { safe: true, mimeTypes: [mimeType], createRenderer: options => new ViewWidget(options) },
  // Before the still picture that comes with it.
  rank: 10,
  dataType: 'json'
};

export default extension;
