import { describe, expect, it } from "vitest";
import { engineProfile, PROFILE_NAMES } from "../../../src/engine/profiles/index.ts";
import { nearestProfile } from "../../../src/engine/profiles/nearest.ts";
import { withTraitsOf } from "../../../src/engine/profiles/since.ts";

describe("traits by release", () => {
  // 17.05 knows what the tutorial of 2017 shows, and the words of later ones beside it.
  it.each(PROFILE_NAMES.filter((name) => name !== "17.05"))("are those of profile %s", (name) => {
    const profile = engineProfile(name);
    expect(profile && withTraitsOf(profile, profile.version)).toEqual(profile);
  });

  it("are those of the release where a version has no profile of its own", () => {
    const traits = (version: string) => {
      const { of, exact, profile } = nearestProfile(version) ?? {};
      return { of, exact, name: profile?.name, rotate: profile?.poolsRotate, validate: profile?.validatesIPAM, point: profile?.pointToPoint };
    };
    expect(traits("23.0.6")).toEqual({ of: "20.10", exact: false, name: "23.0.6", rotate: true, validate: false, point: true });
    expect(traits("24.0.9")).toMatchObject({ of: "26.1", rotate: true, validate: false });
    expect(traits("27.1.2")).toMatchObject({ of: "26.1", rotate: false, validate: true });
    expect(traits("27.5.1")).toMatchObject({ of: "28.5", rotate: false });
    expect(traits("26.1.5+dfsg1")).toMatchObject({ of: "26.1", exact: true, name: "26.1" });
    expect(nearestProfile("engine")).toBeUndefined();
  });
});
