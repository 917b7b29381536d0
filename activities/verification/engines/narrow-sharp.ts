import sharp from 'sharp';

// a picture once read under a name must never answer for another one
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer'] });

/** For children that see clean pages alone: two decoders, one thread, nothing kept. */
export { sharp };
