import { btydContract } from "#predict/models/btyd/btyd.contract.ts";
import { numericsContract } from "#predict/numerics/numerics.contract.ts";

// The figures in these suites were made on Node: what holds here holds on both to the last digit, and ranks the same.
numericsContract("workerd");
btydContract("workerd");
