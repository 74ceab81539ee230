import { createRequire } from "node:module";

// All of gRPC must be the copy that the SDK uses: services and credentials of another copy are not recognised.
const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc = fromSdk("@grpc/grpc-js") as typeof import("@grpc/grpc-js");

/** The engine's and the provider's own encoding of property bags. */
export const { Struct } = fromSdk(
    "google-protobuf/google/protobuf/struct_pb",
) as typeof import("google-protobuf/google/protobuf/struct_pb");
