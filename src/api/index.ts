/** The Engine API v1.51 as types, and the seam {@link EngineClient} that every engine and every front end speak. */
export * from "./client.ts";
export * from "./common.ts";
export * from "./containers.ts";
export * from "./errors.ts";
export * from "./images.ts";
export * from "./networks.ts";
export * from "./objects.ts";
export * from "./reading.ts";
export * from "./services.ts";
export * from "./swarm.ts";
export * from "./system.ts";
export * from "./tasks.ts";
export * from "./volumes.ts";
