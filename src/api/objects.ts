import type { Driver, Meta, StringMap } from "./common.ts";

/** What a user asks of a secret. Data is base64 and never comes back from the engine. */
export interface SecretSpec {
  Name: string;
  Labels: StringMap | null;
  Data?: string;
  Driver?: Driver;
  Templating?: Driver;
}
/** Answer of `GET /secrets/{id}`. */
export interface Secret extends Meta {
  ID: string;
  Spec: SecretSpec;
}
/** What a user asks of a config. Data is base64. */
export interface ConfigSpec {
  Name: string;
  Labels: StringMap | null;
  Data?: string;
  Templating?: Driver;
}
/** Answer of `GET /configs/{id}`. */
export interface Config extends Meta {
  ID: string;
  Spec: ConfigSpec;
}
/** Answer of a create. */
export interface IDResponse {
  ID: string;
}
