import {execFileSync, spawnSync} from "node:child_process";
import {once} from "node:events";
import {connect, createServer, type Server, type Socket} from "node:net";
import process from "node:process";

/** Some machines as far as the network goes: namespaces of their own that reach this one, and can be cut off. */
export class Machines implements Disposable {
  /** Where they reach this machine. */
  readonly host = "10.231.77.1";
  readonly #count: number;

  private constructor(count: number) {
    this.#count = count;
  }

  /** Undefined where this system has no such thing, or does not allow it. */
  static start(count: number): Machines | undefined {
    if (process.platform !== "linux" || spawnSync("ip", ["netns", "list"]).status !== 0) return undefined;
    const machines = new Machines(count);
    try {
      run("link", "add", bridge, "type", "bridge");
      run("address", "add", `${machines.host}/24`, "dev", bridge);
      run("link", "set", bridge, "up");
      for (let i = 0; i < count; ++i) {
        const name = nameOf(i);
        run("netns", "add", name);
        run("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
        run("link", "set", name, "master", bridge, "up");
        run("-n", name, "address", "add", `10.231.77.${10 + i}/24`, "dev", "eth0");
        run("-n", name, "link", "set", "eth0", "up");
        run("-n", name, "link", "set", "lo", "up");
      }
      return machines;
    } catch {
      machines[Symbol.dispose]();
      return undefined;
    }
  }

  /** The words before a program's own that start it on a machine. */
  prefix(machine: number): string[] {
    return ["ip", "netns", "exec", nameOf(machine)];
  }

  /** Nothing that is sent arrives, and nobody is told. */
  cut(machine: number): void {
    run("link", "set", nameOf(machine), "down");
  }

  mend(machine: number): void {
    run("link", "set", nameOf(machine), "up");
  }

  [Symbol.dispose](): void {
    for (let i = 0; i < this.#count; ++i) {
      spawnSync("ip", ["netns", "delete", nameOf(i)]);
      spawnSync("ip", ["link", "delete", nameOf(i)]);
    }
    spawnSync("ip", ["link", "delete", bridge]);
  }
}

const bridge = "report-bridge";
const nameOf = (machine: number): string => `report-worker-${machine}`.slice(0, 15);

function run(...words: string[]): void {
  execFileSync("ip", words, {stdio: "pipe"});
}

/** Passes connections on to a server on this machine, and can cut them all. */
export class Passage implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(target: number) {
    this.#server = createServer((socket) => {
      if (this.#isCut) return socket.destroy();
      const passed = connect(target, "127.0.0.1");
      for (const end of [socket, passed]) {
        this.#sockets.add(end);
        end.on("error", () => end.destroy());
        end.on("close", () => {
          this.#sockets.delete(end);
          socket.destroy();
          passed.destroy();
        });
      }
      socket.pipe(passed).pipe(socket);
    });
  }

  static async start(host: string, target: number): Promise<Passage> {
    const passage = new Passage(target);
    passage.#server.listen(0, host);
    await once(passage.#server, "listening");
    return passage;
  }

  get port(): number {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return address.port;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
