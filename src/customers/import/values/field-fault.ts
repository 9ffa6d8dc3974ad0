/** Why a value can't be what its column says, in words that never repeat the value. */
export class FieldFault {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** A value that names no known reference code: the record waits until somebody declares it. */
export class UnknownCode {
  readonly vocabulary: string;
  readonly code: string;

  constructor(vocabulary: string, code: string) {
    this.vocabulary = vocabulary;
    this.code = code;
  }
}
