import process from 'node:process';

/**
 * `npm run bench` takes the figures of the product, or those named; `npm run bench -- verification` those
 * of the engines, or those named after it.
 */
if (process.argv[2] === 'verification') await import('./verification-main.ts');
else await import('./product-main.ts');
