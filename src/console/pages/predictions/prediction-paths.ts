export const predictionsPath = "/console/predictions";

/** A prediction with its models. */
export function predictionPath(code: string): string {
  return `${predictionsPath}/${code}`;
}

export function modelPath(code: string, version: number): string {
  return `${predictionPath(code)}/models/${version}`;
}

export const newPredictionPath = `${predictionsPath}/new`;
