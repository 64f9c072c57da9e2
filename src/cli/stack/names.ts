import { type Filters, failure } from "../../api/index.ts";
import { NAMESPACE_LABEL } from "../../compose/convert/names.ts";

/** Refuses a stack name of nothing but spaces and quotes. */
export function checkStackName(name: string): string {
  if (name.replace(/["'\s]/g, "") === "") throw failure("stack-name", { name: JSON.stringify(name) });
  return name;
}

/** Filters of the objects of one stack, added to others. */
export function stackFilter(stack: string, filters: Filters = {}): Filters {
  return { ...filters, label: [...(filters.label ?? []), `${NAMESPACE_LABEL}=${stack}`] };
}

/** Filters of the objects of any stack. */
export const ANY_STACK: Filters = { label: [NAMESPACE_LABEL] };
