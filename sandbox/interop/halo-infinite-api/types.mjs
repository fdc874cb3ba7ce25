// Holds values against the types that the package declares. TypeScript itself judges each leaf.
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ANYTHING = ts.TypeFlags.Any | ts.TypeFlags.Unknown;
const OBJECTS = ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive;
const PRIMITIVES = ["string", "number", "boolean"];

/** The declarations of `results.ts`. */
export class DeclaredTypes {
  #checker;
  #declarations;

  constructor() {
    const file = fileURLToPath(new URL("results.ts", import.meta.url));
    const program = ts.createProgram([file], {
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      noEmit: true,
      skipLibCheck: true,
      strict: true,
      target: ts.ScriptTarget.ES2022,
      types: [],
    });
    const problems = ts.getPreEmitDiagnostics(program);
    if (problems.length > 0) {
      const texts = problems.map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, " "));
      throw new Error(`results.ts: ${texts.join("; ")}`);
    }
    this.#checker = program.getTypeChecker();
    const module = this.#checker.getSymbolAtLocation(program.getSourceFile(file));
    this.#declarations = new Map(
      this.#checker.getExportsOfModule(module).map((symbol) => [symbol.name, this.#checker.getTypeOfSymbol(symbol)]),
    );
  }

  /** The names of a declaration's members: the public methods of a class. */
  members(declaration) {
    return this.#declarations.get(declaration).getProperties().map((symbol) => symbol.name);
  }

  /** The differences between a value and a declared type, such as `/Players/*\/Rank: missing`. Fields that the type
   * does not have are no difference. */
  differences(value, declaration, member) {
    let type = this.#declarations.get(declaration);
    if (member !== undefined) {
      const symbol = type.getProperty(String(member));
      if (!symbol) return [`${member}: not declared`];
      type = this.#checker.getTypeOfSymbol(symbol);
    }
    const found = new Set();
    this.#compare(value, type, "", found);
    return [...found];
  }

  #compare(value, type, path, found) {
    if (type.flags & ANYTHING) return;
    if (value === null || value === undefined || PRIMITIVES.includes(typeof value)) {
      if (!this.#checker.isTypeAssignableTo(this.#literal(value), type)) {
        // A text can be a player's, so only its kind is shown.
        const kind = typeof value === "number" ? value : value === null ? "null" : typeof value;
        found.add(`${path}: ${kind} instead of ${this.#checker.typeToString(type)}`);
      }
    } else if (type.isUnion()) {
      this.#compareUnion(value, type, path, found);
    } else if (Array.isArray(value)) {
      this.#compareArray(value, type, path, found);
    } else {
      this.#compareObject(value, type, path, found);
    }
  }

  /** Reports the differences to the member that fits best. */
  #compareUnion(value, type, path, found) {
    const objects = type.types.filter((member) => member.flags & OBJECTS);
    const attempts = (objects.length > 0 ? objects : type.types).map((member) => {
      const differences = new Set();
      this.#compare(value, member, path, differences);
      return differences;
    });
    const best = attempts.reduce((best, attempt) => (attempt.size < best.size ? attempt : best));
    for (const difference of best) found.add(difference);
  }

  #compareArray(value, type, path, found) {
    if (this.#checker.isTupleType(type)) {
      const elements = this.#checker.getTypeArguments(type);
      if (elements.length !== value.length) {
        found.add(`${path}: ${value.length} elements instead of ${elements.length}`);
      }
      for (const [index, element] of elements.entries()) this.#compare(value[index], element, `${path}/*`, found);
    } else if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type);
      for (const item of value) this.#compare(item, element, `${path}/*`, found);
    } else {
      found.add(`${path}: a list instead of ${this.#checker.typeToString(type)}`);
    }
  }

  #compareObject(value, type, path, found) {
    // `object` takes every object.
    if (type.flags & ts.TypeFlags.NonPrimitive) return;
    if (!(type.flags & OBJECTS) || this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) {
      found.add(`${path}: an object instead of ${this.#checker.typeToString(type)}`);
      return;
    }
    const properties = this.#checker.getPropertiesOfType(type);
    for (const property of properties) {
      const here = `${path}/${property.name}`;
      if (property.name in value) {
        this.#compare(value[property.name], this.#checker.getTypeOfSymbol(property), here, found);
      } else if (!(property.flags & ts.SymbolFlags.Optional)) {
        found.add(`${here}: missing`);
      }
    }
    const named = new Set(properties.map((property) => property.name));
    for (const [key, item] of Object.entries(value).filter(([key]) => !named.has(key))) {
      const index = this.#checker.getIndexInfosOfType(type).find((index) => this.#accepts(index.keyType, key));
      if (index) this.#compare(item, index.type, `${path}/*`, found);
    }
  }

  #accepts(keyType, key) {
    if (keyType.flags & ts.TypeFlags.Number) return String(Number(key)) === key;
    return this.#checker.isTypeAssignableTo(this.#literal(key), keyType);
  }

  #literal(value) {
    switch (typeof value) {
      case "string":
        return this.#checker.getStringLiteralType(value);
      case "number":
        return this.#checker.getNumberLiteralType(value);
      case "boolean":
        return value ? this.#checker.getTrueType() : this.#checker.getFalseType();
      default:
        return value === null ? this.#checker.getNullType() : this.#checker.getUndefinedType();
    }
  }
}
