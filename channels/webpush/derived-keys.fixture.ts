/** The sender's keys 1 and 0 of a root key of 32 ones, made on Node: browsers that are subscribed keep them for years. */
export const derivedKeys = [
  ["1", "BIYhD8-jpFTs4s6xY1xWEZazkC5FwDse0OcPZDU19JudkaLgo1dGF_3CS29Ec7bbkYr1QS37Y2cgmo_NxaK00k8"],
  ["0", "BBRPHiHwRDBIDUbdPcOwRLKh0QLV7nYMnngiQNrMwLzttHMpi-qEp6q84pHVBC-dijCkqhMtk6eb9v1o0uK9GMw"],
];
