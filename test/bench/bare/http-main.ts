import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { Pool } from 'pg';

/** The limit of a read: Hono, one prepared query for one row by its key, JSON. Nothing else. */
const [port] = process.argv.slice(2);
const pool = new Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const text = 'SELECT requirements, version FROM "case" WHERE customer_id = $1';

const app = new Hono();
app.get('/:id', async (c) => {
  const { rows } = await pool.query({ name: 'one', text, values: [c.req.param('id')] });
  return c.json(rows[0]);
});
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(port) }, () => {
  console.log('ready');
});
process.once('SIGTERM', () => {
  server.close(() => void pool.end());
  if ('closeAllConnections' in server) server.closeAllConnections();
});
