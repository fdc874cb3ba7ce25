// The declared results of the package's methods. `types.mjs` reads this file with the TypeScript compiler.
import type {
  AssetKindTypeMap,
  AutoTokenProvider as TokenProvider,
  GameVariantCategory,
  HaloAuthenticationClient as HaloSignIn,
  HaloInfiniteClient as HaloClient,
  MatchSkill,
  ProgressionFileTypeMap,
  StaticXstsTicketTokenSpartanTokenProvider as StaticProvider,
  Stats,
  XboxAuthenticationClient as XboxSignIn,
  XboxClient as Xbox,
} from "halo-infinite-api";

type Results<Client> = {
  [Method in keyof Client]: Client[Method] extends (...list: never[]) => infer Result ? Awaited<Result> : never;
};

export declare const HaloInfiniteClient: Results<HaloClient>;
export declare const XboxClient: Results<Xbox>;
export declare const AutoTokenProvider: Results<TokenProvider>;
export declare const HaloAuthenticationClient: Results<HaloSignIn>;
export declare const StaticXstsTicketTokenSpartanTokenProvider: Results<StaticProvider>;
export declare const XboxAuthenticationClient: Results<XboxSignIn>;

// Types that depend on an argument or on a value of the response.
export declare const AssetOfKind: AssetKindTypeMap;
export declare const FileOfType: ProgressionFileTypeMap;
export declare const StatsOfCategory: { [Category in GameVariantCategory]: Stats<Category> };
export declare const SkillNotComputed: MatchSkill<1>;
