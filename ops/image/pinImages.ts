import {execFile} from "node:child_process";
import {promisify} from "node:util";
import {UserError} from "../../src/lib/errors.js";

/** An image that a Dockerfile begins with or a compose file starts, but for those that are built here. */
const image = /^(FROM |\s+image: )([\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?(?=\s|$)/gm;

/** The images of a file by digest, beside the tags that say what they are: a tag can be moved, a digest cannot. */
export async function pinImages(text: string, digestOf: (image: string) => Promise<string>): Promise<string> {
  const names = new Set(Array.from(text.matchAll(image), ([, , name = ""]) => name));
  const digests = new Map<string, string>();
  for (const name of names) digests.set(name, await digestOf(name));
  return text.replace(image, (_, before: string, name: string) => `${before}${name}@${digests.get(name)}`);
}

/**
 * The digest that a registry has for an image now, of all its platforms together.
 * @throws UserError image-not-found
 */
export async function registryDigest(name: string): Promise<string> {
  const words = ["buildx", "imagetools", "inspect", name, "--format", "{{.Manifest.Digest}}"];
  const output = await promisify(execFile)("docker", words).catch((error: unknown) => {
    const reason = error instanceof Error && "stderr" in error && error.stderr ? error.stderr : error;
    throw new UserError("image-not-found", `docker cannot say which digest ${name} has: ${String(reason).trim()}`);
  });
  const digest = output.stdout.trim();
  if (/^sha256:[0-9a-f]{64}$/.test(digest)) return digest;
  throw new UserError("image-not-found", `docker gave no digest for ${name}.`, {value: digest});
}
