/** What the types of an OpenAPI description say, as openapi-typescript writes them. */

export type DescribedMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * The paths that have `Method`; one that can only be refused, such as one that is gone, is left
 * out.
 */
export type PathWith<Paths, Method extends DescribedMethod> = {
  [Path in keyof Paths & string]: CanSucceed<Operation<Paths, Method, Path>> extends true ? Path : never
}[keyof Paths & string]

type CanSucceed<Found> = [Found] extends [never]
  ? false
  : Found extends { readonly responses: infer Responses }
    ? Extract<keyof Responses, SuccessStatus | 'default'> extends never
      ? false
      : true
    : true

export type Operation<Paths, Method extends DescribedMethod, Path> = Path extends keyof Paths
  ? Paths[Path] extends { readonly [Name in Method]: infer Found extends object }
    ? Found
    : never
  : never

export type QueryOf<Found> = Found extends { readonly parameters: { readonly query?: infer Query } }
  ? Query
  : never

/** Values for `{name}` in the path. */
export type ParamsOf<Found> = Found extends { readonly parameters: { readonly path?: infer Params } }
  ? Params
  : never

/** `undefined` where it takes none; optional where it may be left out. */
export type BodyOf<Found> = Found extends { readonly requestBody: infer Body }
  ? ContentOf<Body>
  : Found extends { readonly requestBody?: infer Body }
    ? ContentOf<NonNullable<Body>> | undefined
    : undefined

/** The body of a success. */
export type AnswerOf<Found> = Found extends { readonly responses: infer Responses }
  ? ContentOf<Responses[keyof Responses & SuccessStatus]>
  : unknown

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | '2XX'

/** JSON where there is JSON, else whatever there is; `undefined` for no content at all. */
type ContentOf<Message> = Message extends { readonly content: infer Content }
  ? Content[JsonType<Content> extends never ? keyof Content : JsonType<Content>]
  : undefined

type JsonType<Content> = keyof Content & `${string}json`

/** The paths that have `Method`, by a description such as `BandoPaths`. */
export type DescribedPath<Paths, Method extends DescribedMethod> = PathWith<Paths, Method>

/** What a method of a path takes and what it answers, by a description such as `BandoPaths`. */
export interface DescribedCall<Paths, Method extends DescribedMethod, Path> {
  readonly query: QueryOf<Operation<Paths, Method, Path>>
  readonly params: ParamsOf<Operation<Paths, Method, Path>>
  readonly body: BodyOf<Operation<Paths, Method, Path>>
  readonly data: AnswerOf<Operation<Paths, Method, Path>>
}
