/** Seconds that this process has had of the processor: other work on the machine does not lengthen them. */
export function processorSeconds(): number {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e6;
}
