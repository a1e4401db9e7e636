import { AbiCoder, Interface, ParamType, Result, toUtf8String, Utf8ErrorFuncs, type BytesLike } from "ethers";

/**
 * An interface that decodes every `string`. Contracts store whatever bytes strangers send as a string, and ethers fails
 * on those that are not UTF-8; one such text would hide all others of a list. Here each byte that cannot be decoded
 * becomes U+FFFD, the replacement character.
 */
export class TolerantInterface extends Interface {
  override getAbiCoder(): AbiCoder {
    return TOLERANT_CODER;
  }
}

class TolerantCoder extends AbiCoder {
  override decode(types: readonly (string | ParamType)[], data: BytesLike, loose?: boolean): Result {
    const params = types.map((type) => ParamType.from(type));
    if (!params.some(hasString)) return super.decode(params, data, loose);
    const decoded = super.decode(params.map(withBytes), data, loose);
    return textsOf(decoded, params);
  }
}

const TOLERANT_CODER = new TolerantCoder();

/** The bytes of texts decoded with replacement, in reading order, for what must hash them as they are. */
export function bytesOfStrings(params: readonly ParamType[], data: BytesLike): Result {
  return AbiCoder.defaultAbiCoder().decode(params.map(withBytes), data);
}

function hasString({ baseType, arrayChildren, components }: ParamType): boolean {
  if (baseType === "string") return true;
  if (arrayChildren !== null) return hasString(arrayChildren);
  return components?.some(hasString) ?? false;
}

const twins = new WeakMap<ParamType, ParamType>();

/** The same type with `bytes`, which have the same encoding, instead of every `string`. */
function withBytes(param: ParamType): ParamType {
  const known = twins.get(param);
  if (known !== undefined) return known;
  const json = param.format("json").replaceAll(/"type":"string/g, '"type":"bytes');
  const twin = ParamType.from(JSON.parse(json));
  twins.set(param, twin);
  return twin;
}

function textsOf(values: Result, params: readonly ParamType[]): Result {
  const items = params.map((param, index) => textOf(values[index], param));
  return Result.fromItems(
    items,
    params.map(({ name }) => (name === "" ? null : name)),
  );
}

function textOf(value: unknown, { baseType, arrayChildren, components }: ParamType): unknown {
  if (baseType === "string") return toUtf8String(value as string, Utf8ErrorFuncs.replace);
  if (arrayChildren !== null) {
    const items = (value as Result).toArray().map((item: unknown) => textOf(item, arrayChildren));
    return Result.fromItems(items);
  }
  return components === null ? value : textsOf(value as Result, components);
}
