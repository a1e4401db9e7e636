// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {MetadataEntry} from "../types/Metadata.sol";

/// @title ServiceRegistry
/// @notice The identity registry of ERC-8004: who offers which service. A service is an ERC-721 token, numbered from 0,
/// whose URI points to its registration file. It is managed by its owner and by the accounts that the owner approved
/// for it (ERC-721).
///
/// Metadata is bytes under a key. The keys below have a meaning here, and `agentWallet` is reserved. Any other key is
/// free.
///
/// | key | value |
/// | --- | --- |
/// | `category` | text, for example `weather` |
/// | `price` | `abi.encode(uint256)`: base units of SCV per unit |
/// | `unit` | text: what the price is for, for example `request`, `second`, `month`, `order` |
/// | `endpoint` | text: URL of the service |
///
/// The wallet is the account to which the service is paid. Initially it is the owner. It is cleared when the token
/// changes hands. From then on every account, including the owner, must sign to become the wallet.
///
/// @dev Warning: give each service its own wallet. Anyone who paid a wallet can rate every service that uses it.
interface IServiceRegistry is IERC721 {
    /// @notice A service was registered.
    /// @param agentId Number of the service.
    /// @param agentURI URI of the registration file, or empty.
    /// @param owner Account that registered and owns the service.
    event Registered(uint256 indexed agentId, string agentURI, address indexed owner);

    /// @notice Metadata of a service was set.
    /// @dev Also emitted for the wallet, with the key `agentWallet` and its 20 bytes, or no bytes if there is none.
    /// @param agentId Number of the service.
    /// @param indexedMetadataKey Key of the entry, indexed by its hash.
    /// @param metadataKey Key of the entry.
    /// @param metadataValue New value of the entry.
    event MetadataSet(
        uint256 indexed agentId,
        string indexed indexedMetadataKey,
        string metadataKey,
        bytes metadataValue
    );

    /// @notice The URI of a service's registration file was changed.
    /// @param agentId Number of the service.
    /// @param newURI New URI.
    /// @param updatedBy Account that changed it.
    event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy);

    /// @notice Thrown when the caller does not manage the service.
    /// @param agentId Number of the service.
    /// @param caller The caller.
    error RegistryUnauthorized(uint256 agentId, address caller);

    /// @notice Thrown when metadata is set under the key `agentWallet`, which has functions of its own.
    /// @param metadataKey The reserved key.
    error RegistryReservedKey(string metadataKey);

    /// @notice Thrown when the new wallet is zero.
    /// @param agentId Number of the service.
    /// @param newWallet The rejected wallet.
    error RegistryInvalidWallet(uint256 agentId, address newWallet);

    /// @notice Thrown when the deadline has passed or is more than `MAX_DEADLINE_DELAY` in the future.
    /// @param agentId Number of the service.
    /// @param deadline The rejected deadline, in seconds since 1970.
    /// @param time Time of the block, in seconds since 1970.
    error RegistryInvalidDeadline(uint256 agentId, uint256 deadline, uint256 time);

    /// @notice Thrown when a signature is not the new wallet's, or was made for another owner, service, registry or
    /// chain.
    /// @param agentId Number of the service.
    /// @param newWallet Account whose signature is required.
    error RegistryInvalidSignature(uint256 agentId, address newWallet);

    // Registration

    /// @notice Registers a service of the caller without a registration file.
    /// @dev Emits `Transfer`, `Registered` and `MetadataSet`.
    ///
    /// Requirements of all three forms:
    /// - A caller with code must accept ERC-721 tokens (`ERC721InvalidReceiver`).
    /// @return agentId Number of the service.
    function register() external returns (uint256 agentId);

    /// @notice Registers a service of the caller with a registration file.
    /// @dev Emits `Transfer`, `Registered` and `MetadataSet`, and `MetadataUpdate` (ERC-4906) unless the URI is empty.
    /// @param agentURI URI of the registration file: `https://`, `ipfs://`, or the file itself as a `data:` URI.
    /// @return agentId Number of the service.
    function register(string calldata agentURI) external returns (uint256 agentId);

    /// @notice Registers a service of the caller with a registration file and metadata.
    /// @dev Emits the events of `register(string)`, and `MetadataSet` for each entry.
    ///
    /// Requirements:
    /// - No key must be `agentWallet` (`RegistryReservedKey`).
    /// @param agentURI URI of the registration file: `https://`, `ipfs://`, or the file itself as a `data:` URI.
    /// @param metadata Entries to set.
    /// @return agentId Number of the service.
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId);

    // Management

    /// @notice Changes the URI of the registration file.
    /// @dev Emits `URIUpdated` and `MetadataUpdate` (ERC-4906).
    ///
    /// Requirements of all functions in this section:
    /// - The service must exist (`ERC721NonexistentToken`).
    /// - The caller must manage the service (`RegistryUnauthorized`).
    /// @param agentId Number of the service.
    /// @param newURI New URI.
    function setAgentURI(uint256 agentId, string calldata newURI) external;

    /// @notice Sets metadata of a service.
    /// @dev Emits `MetadataSet`.
    ///
    /// Requirements:
    /// - The key must not be `agentWallet` (`RegistryReservedKey`).
    /// @param agentId Number of the service.
    /// @param metadataKey Key of the entry.
    /// @param metadataValue New value of the entry.
    function setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) external;

    /// @notice Changes the wallet to an account that signed for it.
    /// @dev Emits `MetadataSet`.
    ///
    /// Requirements:
    /// - The new wallet must not be zero (`RegistryInvalidWallet`).
    /// - The deadline must not have passed and be at most five minutes in the future (`RegistryInvalidDeadline`).
    /// - The new wallet must have signed `AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256
    ///   deadline)` in the EIP-712 domain `ERC8004IdentityRegistry`, version `1`, by a key or by ERC-1271
    ///   (`RegistryInvalidSignature`).
    /// @param agentId Number of the service.
    /// @param newWallet Account to which the service will be paid.
    /// @param deadline Last second in which the signature is valid, in seconds since 1970.
    /// @param signature Signature of the new wallet.
    function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes calldata signature) external;

    /// @notice Removes the wallet of a service.
    /// @dev Emits `MetadataSet`.
    /// @param agentId Number of the service.
    function unsetAgentWallet(uint256 agentId) external;

    // Views

    /// @notice Returns metadata of a service.
    /// @param agentId Number of the service.
    /// @param metadataKey Key of the entry.
    /// @return Value of the entry, or empty if none was set.
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory);

    /// @notice Returns the account to which a service is paid.
    /// @param agentId Number of the service.
    /// @return The wallet, or zero if there is none.
    function getAgentWallet(uint256 agentId) external view returns (address);

    /// @notice Returns until when an account counts as a wallet of the service.
    /// @dev A former wallet counts for `WALLET_MEMORY` more seconds, so that a service cannot avoid ratings by changing
    /// its wallet while deals with the old one are still open. After that, nobody can rate it for payments to an
    /// account that is no longer its own.
    /// @param agentId Number of the service.
    /// @param wallet The account.
    /// @return 2**256 - 1 while the account is the wallet; afterwards a time in seconds since 1970; 0 if it never was.
    function walletUntil(uint256 agentId, address wallet) external view returns (uint256);

    /// @notice Returns whether an account manages a service.
    /// @dev Requirements:
    /// - The service must exist (`ERC721NonexistentToken`).
    /// @param spender The account.
    /// @param agentId Number of the service.
    /// @return Whether the account is the owner or approved by the owner.
    function isAuthorizedOrOwner(address spender, uint256 agentId) external view returns (bool);

    /// @notice Returns the number of registered services. They are numbered from 0.
    /// @return The number of services.
    function agentCount() external view returns (uint256);

    /// @notice Returns the version of the ERC-8004 reference implementation with which this registry is compatible.
    /// @return The version.
    function getVersion() external pure returns (string memory);
}
