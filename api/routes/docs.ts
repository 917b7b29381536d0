import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { PROBLEM_CODES, PROBLEMS, type ProblemCode } from '../http/errors.ts';
import { JSON_HEADERS, PAGE_HEADERS } from '../http/headers.ts';

const START = `'use strict';
window.addEventListener('load', () => {
  window.SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', validatorUrl: null });
});
`;
const LOOK = `body { margin: 0; background: #fff; }
.swagger-ui .opblock-tag small, .swagger-ui .info .title small { color: #3b4151; }
.swagger-ui .opblock .opblock-summary-path { color: #1b1f27; }
`;

interface Asset {
  path: string;
  type: string;
  body: Buffer;
}

/** `/openapi.json`, its reference page, which works without the internet, and a page for each problem. */
export function docsRoutes(document: () => unknown): Hono {
  const app = new Hono();
  const text = lazy(() => JSON.stringify(document(), null, 2));
  const assets = lazy(referenceAssets);
  app.get('/openapi.json', (c) => c.body(text(), 200, JSON_HEADERS));
  app.get('/docs/reference', async (c) => c.body(await referencePage(assets()), 200, PAGE_HEADERS));
  app.get('/docs/reference/:hash/:file', (c) => {
    const asset = assets().find(({ path }) => path === new URL(c.req.url).pathname);
    if (!asset) return c.notFound();
    return c.body(new Uint8Array(asset.body), 200, {
      ...PAGE_HEADERS,
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
  app.get('/docs/problems/:code', async (c) => {
    const code = PROBLEM_CODES.find((known) => known === c.req.param('code'));
    return code ? c.body(await problemPage(code), 200, PAGE_HEADERS) : c.notFound();
  });
  return app;
}

function referenceAssets(): Asset[] {
  const css = 'text/css; charset=utf-8';
  const js = 'text/javascript; charset=utf-8';
  return [
    asset('swagger-ui.css', css, distributed('swagger-ui.css')),
    asset('look.css', css, Buffer.from(LOOK)),
    asset('swagger-ui-bundle.js', js, distributed('swagger-ui-bundle.js')),
    asset('start.js', js, Buffer.from(START)),
  ];
}

function distributed(file: string): Buffer {
  return readFileSync(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)));
}

function asset(file: string, type: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  return { path: `/docs/reference/${hash}/${file}`, type, body };
}

async function referencePage(assets: Asset[]): Promise<string> {
  const sheets = assets.filter(({ path }) => path.endsWith('.css'));
  const scripts = assets.filter(({ path }) => path.endsWith('.js'));
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Vouch API</title>
        ${sheets.map(({ path }) => html`<link rel="stylesheet" href="${path}" />`)}
      </head>
      <body>
        <main id="reference"></main>
        <noscript>The document itself: <a href="/openapi.json">/openapi.json</a></noscript>
        ${scripts.map(({ path }) => html`<script src="${path}"></script>`)}
      </body>
    </html> `;
}

async function problemPage(code: ProblemCode): Promise<string> {
  const { status, title } =
    code === 'internal_error'
      ? { status: 500, title: 'Something went wrong on our side' }
      : PROBLEMS[code];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${code}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p>Code <code>${code}</code>, HTTP status ${status}.</p>
          <p>
            The answer’s <code>detail</code> and <code>errors</code> say what was wrong and where.
            Quote its <code>request_id</code> when you ask for help.
          </p>
          <p><a href="/docs/reference">API reference</a></p>
        </main>
      </body>
    </html> `;
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
