import { putForm, type PutFormDeps } from "#customers/forms/put-form.ts";
import { defineOperation, type Operation } from "#web/operation.ts";
import { formParams, formView, putBody, TAG } from "./form-schemas.ts";

export function putFormOperation(deps: PutFormDeps): Operation {
  return defineOperation({
    operationId: "putForm",
    method: "put",
    path: "/v1/forms/:code",
    tag: TAG,
    summary: "Put a hosted form",
    description:
      "Makes the form under /forms/{code} or a new version of it. Versions are never changed: a consent names the one that was read.",
    scope: "customers:write",
    params: formParams,
    body: putBody,
    success: { status: 200, description: "The form as it stands now.", schema: formView },
    problems: ["invalid_json", "invalid_request", "unauthenticated", "forbidden", "conflict", "invalid_content"],
    handle: ({ actor, params, body }) => putForm({ deps, actor, code: params.code, input: body }),
  });
}
