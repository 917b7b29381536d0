/** Whether only this process's user, or root who mounted the file, may read and change it. */
export function isPrivateKek({ mode, uid }: { mode: number; uid: number }): boolean {
  const isMounted = (mode & 0o777) === 0o440 && uid === 0 && process.getuid?.() !== 0;
  return (mode & 0o777) === 0o400 || isMounted;
}
