import { clustersContract } from "#predict/clusters/clusters.contract.ts";
import { btydContract } from "#predict/models/btyd/btyd.contract.ts";
import { nextContract } from "#predict/next/next.contract.ts";
import { numericsContract } from "#predict/numerics/numerics.contract.ts";
import { patternsContract } from "#predict/patterns/patterns.contract.ts";
import { timingContract } from "#predict/timing/timing.contract.ts";
import { upliftContract } from "#predict/uplift/uplift.contract.ts";

// The figures in these suites were made on Node: what holds here holds on both to the last digit, and ranks the same.
numericsContract("workerd");
btydContract("workerd");
timingContract("workerd");
clustersContract("workerd");
nextContract("workerd");
patternsContract("workerd");
upliftContract("workerd");
