// Loaded into each Node process that the engine starts (NODE_OPTIONS=--require): writes down which process connects
// where, because a host can only count its connections, not tell whose they are.
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

const log = process.env.BENCH_CONNECTION_LOG;
const { connect } = Socket.prototype;

Socket.prototype.connect = function (...args) {
    this.once("connect", () => appendFileSync(log, `${process.pid} ${this.remotePort}\n`));
    return connect.apply(this, args);
};
