// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {MetadataEntry} from "../types/Metadata.sol";

/// @title ServiceRegistry
/// @notice Who offers which service: the identity registry of ERC-8004. A service is an ERC-721 token, numbered from 0, whose URI
/// leads to its registration file. Its owner, and whom the owner approved for it (ERC-721), manage it.
///
/// Metadata are bytes under a key. These keys have a meaning here; any other is free, but `agentWallet` is reserved:
///
/// | key | value |
/// | --- | --- |
/// | `category` | text, for example `weather` |
/// | `price` | `abi.encode(uint256)`: base units of SCV per unit |
/// | `unit` | text: what the price is for, for example `request`, `second`, `month`, `order` |
/// | `endpoint` | text: where the service answers |
///
/// The wallet is where the service is paid. It starts as the owner and is cleared when the token changes hands; from then on
/// every account, the owner included, proves by signature that it wants to be it. Give each service a wallet of its own: whoever paid a
/// wallet can rate any service that has it.
interface IServiceRegistry is IERC721 {
    /// @notice A service was registered.
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);

    /// @notice Metadata was set, the wallet (key `agentWallet`, 20 bytes or none) included.
    event MetadataSet(
        uint256 indexed agentId,
        string indexed indexedMetadataKey,
        string metadataKey,
        bytes metadataValue
    );

    /// @notice The registration file lies somewhere else.
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    /// @notice The caller does not manage the service.
    error RegistryUnauthorized(uint256 agentId, address caller);

    /// @notice The key has functions of its own.
    error RegistryReservedKey(string metadataKey);

    /// @notice The wallet is zero.
    error RegistryInvalidWallet(uint256 agentId, address newWallet);

    /// @notice The deadline has passed, or is more than `MAX_DEADLINE_DELAY` ahead.
    error RegistryInvalidDeadline(uint256 agentId, uint256 deadline, uint256 time);

    /// @notice Not signed by the new wallet, or not for this owner, service, registry or chain.
    error RegistryInvalidSignature(uint256 agentId, address newWallet);

    /// @notice Registers a service of the caller without a registration file. Emits `Transfer`, `Registered`, `MetadataSet`.
    ///
    /// Requirements, here and below: a caller with code takes ERC-721 tokens (`ERC721InvalidReceiver`).
    /// @return agentId Number of the service.
    function register() external returns (uint256 agentId);

    /// @notice Registers a service of the caller. Emits `MetadataUpdate` (ERC-4906) too, unless the URI is empty.
    /// @param agentURI Where the registration file lies: `https://`, `ipfs://`, or the file itself as a `data:` URI.
    /// @return agentId Number of the service.
    function register(string calldata agentURI) external returns (uint256 agentId);

    /// @notice Registers a service of the caller with metadata; not `agentWallet` (`RegistryReservedKey`).
    /// @return agentId Number of the service.
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId);

    /// @notice Changes where the registration file lies. Emits `URIUpdated`, and `MetadataUpdate` (ERC-4906).
    ///
    /// Requirements, here and below: the service exists (`ERC721NonexistentToken`) and the caller manages it
    /// (`RegistryUnauthorized`).
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice Sets metadata; not `agentWallet` (`RegistryReservedKey`). Emits `MetadataSet`.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external;

    /// @notice Changes the wallet. Emits `MetadataSet`.
    /// @param newWallet Account that signed `AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)` in
    /// the domain `ERC8004IdentityRegistry`, version `1`, by key or ERC-1271 (`RegistryInvalidSignature`); not zero
    /// (`RegistryInvalidWallet`).
    /// @param deadline Last second in which the signature counts, at most five minutes ahead (`RegistryInvalidDeadline`).
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    /// @notice Leaves the service without a wallet. Emits `MetadataSet`.
    function unsetAgentWallet(uint256 agentId) external;

    /// @notice Metadata of a service, empty when none was set.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);

    /// @notice Where the service is paid, or zero.
    function getAgentWallet(uint256 agentId) external view returns (address);

    /// @notice Until when an account counts as a wallet of the service, in seconds since 1970: for ever (2**256 - 1) while it is the
    /// wallet, then for `WALLET_MEMORY` more, and 0 if it never was. So a service cannot dodge ratings by another wallet before
    /// it is paid for what it owes, and nobody rates it for payments to an account that has long ceased to be its own.
    function walletUntil(uint256 agentId, address wallet) external view returns (uint256);

    /// @notice Whether an account manages the service (`ERC721NonexistentToken`).
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);

    /// @notice How many services are registered: their numbers are 0 to this, less one.
    function agentCount() external view returns (uint256);

    /// @notice Version of the standard's reference that this answers like.
    function getVersion() external pure returns (string memory);
}
