// the package has no types of its own
declare module 'heic-decode' {
  interface Found {
    width: number;
    height: number;
    decode: () => Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }
  const library: {
    all: (input: { buffer: Uint8Array }) => Promise<Found[] & { dispose: () => void }>;
  };
  export default library;
}
