/** A network as `GET networks/` lists it. */
export interface Network {
  readonly name: string
  readonly key: string
  readonly logoUrl: string
  readonly chainId: number
  readonly rpcUrl: string
  readonly explorerUrl: string
  readonly isTestnet: boolean
  readonly networkType: 'EVM' | 'SVM' | 'UTXO'
  readonly isActive: boolean
  readonly rank: number
  readonly protocolContracts: Readonly<Record<string, string>>
  readonly nativeToken: { readonly name: string; readonly symbol: string; readonly decimals: number }
}

const ether = { name: 'Ether', symbol: 'ETH', decimals: 18 }
const evmContracts = {
  BandoRouter: '0x00000000000000000000000000000000ba4d0001',
  BandoFulfillable: '0x00000000000000000000000000000000ba4d0002',
}

/**
 * The networks, all of them test networks. So a wallet that signs the mock's transactions spends no
 * real money.
 */
export const networks: readonly Network[] = [
  {
    name: 'Arbitrum Sepolia',
    key: 'arb',
    logoUrl: 'https://assets.bando.example/networks/arb.svg',
    chainId: 421_614,
    rpcUrl: 'https://sepolia-rollup.arbitrum.io/rpc',
    explorerUrl: 'https://sepolia.arbiscan.io',
    isTestnet: true,
    networkType: 'EVM',
    isActive: true,
    rank: 1,
    protocolContracts: evmContracts,
    nativeToken: ether,
  },
  {
    name: 'Polygon Amoy',
    key: 'pol',
    logoUrl: 'https://assets.bando.example/networks/pol.svg',
    chainId: 80_002,
    rpcUrl: 'https://rpc-amoy.polygon.technology',
    explorerUrl: 'https://amoy.polygonscan.com',
    isTestnet: true,
    networkType: 'EVM',
    isActive: true,
    rank: 2,
    protocolContracts: evmContracts,
    nativeToken: { name: 'POL', symbol: 'POL', decimals: 18 },
  },
  {
    name: 'Solana Devnet',
    key: 'sol',
    logoUrl: 'https://assets.bando.example/networks/sol.svg',
    chainId: 103,
    rpcUrl: 'https://api.devnet.solana.com',
    explorerUrl: 'https://explorer.solana.com/?cluster=devnet',
    isTestnet: true,
    networkType: 'SVM',
    isActive: true,
    rank: 3,
    protocolContracts: { BandoFulfillable: 'BandoFu1fi11ab1e111111111111111111111111111' },
    nativeToken: { name: 'Solana', symbol: 'SOL', decimals: 9 },
  },
  {
    name: 'OP Sepolia',
    key: 'opt',
    logoUrl: 'https://assets.bando.example/networks/opt.svg',
    chainId: 11_155_420,
    rpcUrl: 'https://sepolia.optimism.io',
    explorerUrl: 'https://sepolia-optimism.etherscan.io',
    isTestnet: true,
    networkType: 'EVM',
    isActive: false,
    rank: 4,
    protocolContracts: evmContracts,
    nativeToken: ether,
  },
]
