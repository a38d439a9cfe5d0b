import {readFileSync} from "node:fs";
import {type Dispatcher, EnvHttpProxyAgent} from "undici";
import {describeFileError} from "../../../dataset/files.js";

export interface TlsOptions {
  /** Takes any certificate, as MLFLOW_TRACKING_INSECURE_TLS asks for. */
  isInsecure?: boolean;
  /** A file of certificates that are trusted instead of the usual ones. */
  certificateFile?: string;
}

/**
 * How requests leave this machine: through the proxies of HTTP_PROXY, HTTPS_PROXY and NO_PROXY, where they are set.
 * @throws UserError file-missing for certificates that are not there
 */
export function openDispatcher({isInsecure = false, certificateFile}: TlsOptions): Dispatcher {
  const ca = certificateFile === undefined ? undefined : readCertificates(certificateFile);
  const tls = {rejectUnauthorized: !isInsecure, ...(ca && {ca})};
  return new EnvHttpProxyAgent({connect: tls, requestTls: tls});
}

function readCertificates(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw describeFileError(error, file);
  }
}
