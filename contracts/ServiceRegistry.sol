// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {ERC721URIStorage} from "@openzeppelin/contracts/token/ERC721/extensions/ERC721URIStorage.sol";
import {ERC721Utils} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {Signature} from "./libraries/Signature.sol";
import {MetadataEntry} from "./types/Metadata.sol";

/// @title ServiceRegistry
/// @notice The identity registry of ERC-8004. See `IServiceRegistry`.
contract ServiceRegistry is IServiceRegistry, ERC721URIStorage, EIP712 {
    /// @dev Until the wallet is changed, it is the owner who registered the service. Registration therefore stores no
    /// wallet.
    struct Wallet {
        address account;
        bool isChanged;
    }

    /// @notice Maximum seconds from now to the deadline of `setAgentWallet`.
    uint256 public constant MAX_DEADLINE_DELAY = 5 minutes;

    /// @notice Seconds for which a former wallet still counts as a wallet of the service.
    /// @dev An order that is open when the wallet changes may take a month to deliver, 90 days to dispute and 30 days
    /// to resolve. Its payer then still has a month to rate it.
    uint256 public constant WALLET_MEMORY = 180 days;

    string private constant WALLET_KEY = "agentWallet";

    bytes32 private constant AGENT_WALLET_SET_TYPEHASH = keccak256(
        "AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"
    );

    /// @inheritdoc IServiceRegistry
    uint256 public agentCount;

    mapping(uint256 agentId => Wallet) private _wallets;
    mapping(uint256 agentId => mapping(address wallet => uint256)) private _formerUntil;
    mapping(uint256 agentId => mapping(string metadataKey => bytes)) private _metadata;

    constructor() ERC721("ServiceCoin Services", "SERVICE") EIP712("ERC8004IdentityRegistry", "1") {}

    /// @dev Allows only the owner of a service and the accounts that the owner approved (ERC-721).
    modifier onlyManager(uint256 agentId) {
        if (!isAuthorizedOrOwner(msg.sender, agentId)) revert RegistryUnauthorized(agentId, msg.sender);
        _;
    }

    // Registration

    /// @inheritdoc IServiceRegistry
    function register() external returns (uint256 agentId) {
        agentId = _register("");
        _checkReceiver(agentId);
    }

    /// @inheritdoc IServiceRegistry
    function register(string calldata agentURI) external returns (uint256 agentId) {
        agentId = _register(agentURI);
        _checkReceiver(agentId);
    }

    /// @inheritdoc IServiceRegistry
    function register(string calldata agentURI, MetadataEntry[] calldata metadata) external returns (uint256 agentId) {
        agentId = _register(agentURI);
        for (uint256 i = 0; i < metadata.length; ++i) {
            _setMetadata(agentId, metadata[i].metadataKey, metadata[i].metadataValue);
        }
        _checkReceiver(agentId);
    }

    // Management

    /// @inheritdoc IServiceRegistry
    function setAgentURI(uint256 agentId, string calldata newURI) external onlyManager(agentId) {
        _setTokenURI(agentId, newURI);
        emit URIUpdated(agentId, newURI, msg.sender);
    }

    /// @inheritdoc IServiceRegistry
    function setMetadata(
        uint256 agentId,
        string calldata metadataKey,
        bytes calldata metadataValue
    ) external onlyManager(agentId) {
        _setMetadata(agentId, metadataKey, metadataValue);
    }

    /// @inheritdoc IServiceRegistry
    function setAgentWallet(
        uint256 agentId,
        address newWallet,
        uint256 deadline,
        bytes calldata signature
    ) external onlyManager(agentId) {
        if (newWallet == address(0)) revert RegistryInvalidWallet(agentId, newWallet);
        if (deadline < block.timestamp || deadline > block.timestamp + MAX_DEADLINE_DELAY) {
            revert RegistryInvalidDeadline(agentId, deadline, block.timestamp);
        }
        bytes32 structHash = keccak256(
            abi.encode(AGENT_WALLET_SET_TYPEHASH, agentId, newWallet, ownerOf(agentId), deadline)
        );
        if (!Signature.isValid(newWallet, _hashTypedDataV4(structHash), signature)) {
            revert RegistryInvalidSignature(agentId, newWallet);
        }
        _setWallet(agentId, newWallet);
    }

    /// @inheritdoc IServiceRegistry
    function unsetAgentWallet(uint256 agentId) external onlyManager(agentId) {
        _setWallet(agentId, address(0));
    }

    // Views

    /// @inheritdoc IServiceRegistry
    function getMetadata(uint256 agentId, string calldata metadataKey) external view returns (bytes memory) {
        return _isWalletKey(metadataKey) ? _encodeWallet(getAgentWallet(agentId)) : _metadata[agentId][metadataKey];
    }

    /// @inheritdoc IServiceRegistry
    function getAgentWallet(uint256 agentId) public view returns (address) {
        Wallet memory wallet = _wallets[agentId];
        return wallet.isChanged ? wallet.account : _ownerOf(agentId);
    }

    /// @inheritdoc IServiceRegistry
    function walletUntil(uint256 agentId, address wallet) external view returns (uint256) {
        bool isWallet = wallet != address(0) && wallet == getAgentWallet(agentId);
        return isWallet ? type(uint256).max : _formerUntil[agentId][wallet];
    }

    /// @inheritdoc IServiceRegistry
    function isAuthorizedOrOwner(address spender, uint256 agentId) public view returns (bool) {
        return _isAuthorized(ownerOf(agentId), spender, agentId);
    }

    /// @inheritdoc IServiceRegistry
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    // Internal

    /// @dev Does not call the receiver. Callers do so last, when the service is complete.
    function _register(string memory agentURI) private returns (uint256 agentId) {
        agentId = agentCount;
        agentCount = agentId + 1;
        _mint(msg.sender, agentId);
        if (bytes(agentURI).length != 0) _setTokenURI(agentId, agentURI);
        emit Registered(agentId, agentURI, msg.sender);
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, _encodeWallet(msg.sender));
    }

    function _checkReceiver(uint256 agentId) private {
        ERC721Utils.checkOnERC721Received(msg.sender, address(0), msg.sender, agentId, "");
    }

    function _setMetadata(uint256 agentId, string calldata metadataKey, bytes calldata metadataValue) private {
        if (_isWalletKey(metadataKey)) revert RegistryReservedKey(metadataKey);
        _metadata[agentId][metadataKey] = metadataValue;
        emit MetadataSet(agentId, metadataKey, metadataKey, metadataValue);
    }

    function _setWallet(uint256 agentId, address wallet) private {
        address former = getAgentWallet(agentId);
        if (former != address(0)) _formerUntil[agentId][former] = block.timestamp + WALLET_MEMORY;
        _wallets[agentId] = Wallet(wallet, true);
        emit MetadataSet(agentId, WALLET_KEY, WALLET_KEY, _encodeWallet(wallet));
    }

    /// @dev Clears the wallet, to which the new owner has not agreed. This happens before the transfer, as in the
    /// reference implementation.
    function _update(address to, uint256 agentId, address auth) internal override returns (address) {
        if (_ownerOf(agentId) != address(0)) _setWallet(agentId, address(0));
        return super._update(to, agentId, auth);
    }

    function _encodeWallet(address wallet) private pure returns (bytes memory) {
        return wallet == address(0) ? bytes("") : abi.encodePacked(wallet);
    }

    function _isWalletKey(string calldata metadataKey) private pure returns (bool) {
        return keccak256(bytes(metadataKey)) == keccak256(bytes(WALLET_KEY));
    }
}
