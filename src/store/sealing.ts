import type { State } from "./schema.ts";

/** Whether a state, of an older schema, still holds the data of secrets. */
export const hasOpenSecrets = (state: State): boolean =>
  Object.values(state.swarms).some(({ Secrets }) => Object.values(Secrets ?? {}).some(({ Spec }) => Spec?.Data !== undefined));

/** Puts size and digest in the place of the data of secrets. */
export async function sealSecrets(state: State): Promise<void> {
  const { sealData } = await import("../support/seal.ts");
  for (const { Secrets } of Object.values(state.swarms))
    for (const secret of Object.values(Secrets)) {
      if (secret.Spec.Data === undefined) continue;
      secret.Sealed = sealData(secret.ID, secret.Spec.Data);
      delete secret.Spec.Data;
    }
}
