// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ServiceRegistry} from "../../contracts/ServiceRegistry.sol";
import {IServiceRegistry} from "../../contracts/interfaces/IServiceRegistry.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound, signBytes, typedDigest} from "../fixtures/Vm.sol";

/// @notice Random histories of three services, compared with a model of their managers and wallets.
contract ServiceRegistryTest {
    /// @dev What a wallet signs, and the domain of the signature.
    struct Consent {
        uint256 agentId;
        address newWallet;
        address owner;
        uint256 deadline;
        uint256 chainId;
        address registry;
    }

    uint256 private constant START = 1_800_000_000;
    uint256 private constant STEPS = 16;
    uint256 private constant SERVICES = 3;
    uint256 private constant ACTORS = 4;
    uint256 private constant KEYS = 4;
    uint256 private constant MEMORY = 180 days;
    uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    ServiceRegistry private _registry;
    /// @dev The current time, because the compiler may read `block.timestamp` only once and reuse it.
    uint256 private _time;

    mapping(uint256 agentId => mapping(bytes32 keyHash => bytes)) private _values;
    mapping(uint256 agentId => address) private _owners;
    mapping(uint256 agentId => address) private _approved;
    mapping(address owner => mapping(address operator => bool)) private _operators;
    mapping(uint256 agentId => address) private _wallets;
    mapping(uint256 agentId => mapping(address wallet => uint256)) private _untils;

    function setUp() external {
        _warp(START);
        _registry = ServiceRegistry(deploy("ServiceRegistry", ""));
        for (uint256 agentId = 0; agentId < SERVICES; ++agentId) {
            address owner = _actor(agentId);
            VM.prank(owner);
            VM.assertEq(_registry.register(), agentId, "number");
            _owners[agentId] = owner;
            _noteWallet(agentId, owner);
        }
    }

    function testFuzz_metadataIsReadBackAndTouchesNoOther(
        string[KEYS] calldata keys,
        bytes calldata value,
        uint256 seed
    ) external {
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = _random(seed, i);
            uint256 agentId = random % SERVICES;
            string memory key = keys[(random >> 8) % KEYS];
            bytes memory written = _valueOf(value, random >> 16);
            address owner = _owners[agentId];
            VM.prank(owner);
            if (_isReserved(key)) {
                VM.expectRevert(abi.encodeWithSelector(IServiceRegistry.RegistryReservedKey.selector, key));
            } else {
                _values[agentId][keccak256(bytes(key))] = written;
            }
            _registry.setMetadata(agentId, key, written);
            _assertMetadata(keys);
        }
    }

    function testFuzz_onlyTheOwnerAndWhomItApprovedManage(address stranger, uint256 seed) external {
        for (uint256 i = 0; i < ACTORS; ++i) VM.assume(stranger != _actor(i));
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = _random(seed, i);
            _changeManagers(random % SERVICES, _actor((random >> 8) % ACTORS), random >> 16);
            uint256 agentId = (random >> 32) % SERVICES;
            _manage(_actor((random >> 40) % ACTORS), agentId, random >> 48);
            _manage(stranger, agentId, random >> 56);
            _assertManagers(stranger);
        }
    }

    /// @dev `kind` 0 sends what was signed. Each other kind differs in one respect.
    function testFuzz_aWalletIsSetWithItsOwnSignatureOnly(
        uint256 key,
        uint256 otherKey,
        uint256 seed,
        uint8 kind
    ) external {
        key = bound(key, 1, CURVE_ORDER - 1);
        otherKey = bound(otherKey, 1, CURVE_ORDER - 1);
        VM.assume(key != otherKey);
        kind = uint8(kind % 8);
        Consent memory sent = _consent(seed % SERVICES, VM.addr(key));
        bytes memory signature = signBytes(kind == 7 ? otherKey : key, _digest(_tampered(sent, kind, seed)));
        VM.prank(sent.owner);
        if (kind != 0) _expectInvalidSignature(sent);
        _registry.setAgentWallet(sent.agentId, sent.newWallet, sent.deadline, signature);
        if (kind == 0) _noteWallet(sent.agentId, sent.newWallet);
        _assertWallets();
    }

    function testFuzz_noOtherBytesSetAWallet(address wallet, bytes calldata signature, uint256 seed) external {
        VM.assume(wallet != address(0));
        Consent memory sent = _consent(seed % SERVICES, wallet);
        VM.prank(sent.owner);
        _expectInvalidSignature(sent);
        _registry.setAgentWallet(sent.agentId, wallet, sent.deadline, signature);
    }

    function testFuzz_walletsCountFor180DaysMore(uint256 seed) external {
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 random = _random(seed, i);
            uint256 agentId = random % SERVICES;
            _warp(_time + ((random >> 128) % 40 days));
            uint256 kind = (random >> 8) % 4;
            if (kind < 2) {
                _setWallet(_owners[agentId], agentId, (random >> 16) % ACTORS);
            } else if (kind == 2) {
                _unsetWallet(_owners[agentId], agentId);
            } else {
                _transfer(agentId, _actor((random >> 16) % ACTORS));
            }
            _assertWallets();
        }
    }

    // Steps

    /// @dev As the owner, approves an account, adds or removes an operator, or transfers the service.
    function _changeManagers(uint256 agentId, address actor, uint256 random) private {
        address owner = _owners[agentId];
        uint256 kind = random % 4;
        if (kind == 0) {
            VM.prank(owner);
            _registry.approve(actor, agentId);
            _approved[agentId] = actor;
        } else if (kind == 3) {
            _transfer(agentId, actor);
        } else {
            VM.prank(owner);
            _registry.setApprovalForAll(actor, kind == 1);
            _operators[owner][actor] = kind == 1;
        }
    }

    /// @dev Tries one of the calls reserved for managers, or to take the service.
    function _manage(address caller, uint256 agentId, uint256 random) private {
        if (_manages(caller, agentId)) {
            uint256 kind = random % 4;
            if (kind == 2) return _unsetWallet(caller, agentId);
            if (kind == 3) return _setWallet(caller, agentId, (random >> 2) % ACTORS);
            VM.prank(caller);
            if (kind == 0) _registry.setAgentURI(agentId, "ipfs://new");
            else _registry.setMetadata(agentId, "key", "value");
            return;
        }
        bytes memory refusal = abi.encodeWithSelector(IServiceRegistry.RegistryUnauthorized.selector, agentId, caller);
        Consent memory consent = _consent(agentId, _actor(0));
        bytes memory signature = signBytes(1, _digest(consent));
        VM.prank(caller);
        VM.expectRevert(refusal);
        _registry.setAgentURI(agentId, "ipfs://new");
        VM.prank(caller);
        VM.expectRevert(refusal);
        _registry.setMetadata(agentId, "key", "value");
        VM.prank(caller);
        VM.expectRevert(refusal);
        _registry.unsetAgentWallet(agentId);
        VM.prank(caller);
        VM.expectRevert(refusal);
        _registry.setAgentWallet(agentId, consent.newWallet, consent.deadline, signature);
    }

    function _setWallet(address caller, uint256 agentId, uint256 actor) private {
        Consent memory consent = _consent(agentId, _actor(actor));
        bytes memory signature = signBytes(actor + 1, _digest(consent));
        VM.prank(caller);
        _registry.setAgentWallet(agentId, consent.newWallet, consent.deadline, signature);
        _noteWallet(agentId, consent.newWallet);
    }

    function _unsetWallet(address caller, uint256 agentId) private {
        VM.prank(caller);
        _registry.unsetAgentWallet(agentId);
        _noteWallet(agentId, address(0));
    }

    function _transfer(uint256 agentId, address to) private {
        address from = _owners[agentId];
        VM.prank(from);
        _registry.transferFrom(from, to, agentId);
        (_owners[agentId], _approved[agentId]) = (to, address(0));
        _noteWallet(agentId, address(0));
    }

    function _expectInvalidSignature(Consent memory sent) private {
        VM.expectRevert(
            abi.encodeWithSelector(IServiceRegistry.RegistryInvalidSignature.selector, sent.agentId, sent.newWallet)
        );
    }

    // Signatures

    function _consent(uint256 agentId, address wallet) private view returns (Consent memory) {
        return Consent(agentId, wallet, _owners[agentId], _time + 300, block.chainid, address(_registry));
    }

    function _tampered(Consent memory sent, uint256 kind, uint256 seed) private pure returns (Consent memory consent) {
        consent = Consent(sent.agentId, sent.newWallet, sent.owner, sent.deadline, sent.chainId, sent.registry);
        uint256 difference = seed | 1;
        address other = address(uint160(difference));
        if (kind == 1) consent.agentId ^= difference;
        if (kind == 2) consent.newWallet = address(uint160(consent.newWallet) ^ uint160(other));
        if (kind == 3) consent.owner = address(uint160(consent.owner) ^ uint160(other));
        if (kind == 4) consent.deadline ^= difference;
        if (kind == 5) consent.chainId ^= difference;
        if (kind == 6) consent.registry = address(uint160(consent.registry) ^ uint160(other));
    }

    function _digest(Consent memory consent) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                consent.chainId,
                consent.registry
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                consent.agentId,
                consent.newWallet,
                consent.owner,
                consent.deadline
            )
        );
        return typedDigest(domain, structHash);
    }

    // Model

    function _warp(uint256 time) private {
        _time = time;
        VM.warp(time);
    }

    /// @dev Returns the account whose private key is `index` + 1.
    function _actor(uint256 index) private pure returns (address) {
        return VM.addr(index + 1);
    }

    function _random(uint256 seed, uint256 step) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, step)));
    }

    /// @dev Returns nothing, one byte, the given bytes, or the given bytes and one more word.
    function _valueOf(bytes calldata value, uint256 random) private pure returns (bytes memory) {
        uint256 kind = random % 4;
        if (kind == 0) return "";
        if (kind == 1) return abi.encodePacked(uint8(random >> 8));
        return kind == 2 ? value : bytes.concat(value, bytes32(random));
    }

    function _isReserved(string memory key) private pure returns (bool) {
        return keccak256(bytes(key)) == keccak256("agentWallet");
    }

    function _manages(address caller, uint256 agentId) private view returns (bool) {
        if (caller == address(0)) return false;
        address owner = _owners[agentId];
        return caller == owner || caller == _approved[agentId] || _operators[owner][caller];
    }

    function _noteWallet(uint256 agentId, address wallet) private {
        address former = _wallets[agentId];
        if (former != address(0)) _untils[agentId][former] = _time + MEMORY;
        if (wallet != address(0)) _untils[agentId][wallet] = type(uint256).max;
        _wallets[agentId] = wallet;
    }

    function _assertMetadata(string[KEYS] calldata keys) private view {
        for (uint256 agentId = 0; agentId < SERVICES; ++agentId) {
            for (uint256 i = 0; i < KEYS; ++i) {
                bytes memory expected =
                    _isReserved(keys[i])
                        ? abi.encodePacked(_owners[agentId])
                        : _values[agentId][keccak256(bytes(keys[i]))];
                bytes memory found = _registry.getMetadata(agentId, keys[i]);
                VM.assertEq(keccak256(found), keccak256(expected), "metadata");
            }
            VM.assertEq(_registry.getAgentWallet(agentId), _owners[agentId], "wallet");
        }
    }

    function _assertManagers(address stranger) private view {
        for (uint256 agentId = 0; agentId < SERVICES; ++agentId) {
            VM.assertEq(_registry.ownerOf(agentId), _owners[agentId], "owner");
            VM.assertEq(_registry.isAuthorizedOrOwner(stranger, agentId), false, "stranger");
            for (uint256 i = 0; i < ACTORS; ++i) {
                address actor = _actor(i);
                VM.assertEq(_registry.isAuthorizedOrOwner(actor, agentId), _manages(actor, agentId), "manager");
            }
        }
        _assertWallets();
    }

    function _assertWallets() private view {
        for (uint256 agentId = 0; agentId < SERVICES; ++agentId) {
            address wallet = _wallets[agentId];
            VM.assertEq(_registry.getAgentWallet(agentId), wallet, "wallet");
            if (wallet != address(0))
                VM.assertEq(_registry.walletUntil(agentId, wallet), type(uint256).max, "for ever");
            VM.assertEq(_registry.walletUntil(agentId, address(0)), 0, "nobody");
            for (uint256 i = 0; i < ACTORS; ++i) {
                address actor = _actor(i);
                VM.assertEq(_registry.walletUntil(agentId, actor), _untils[agentId][actor], "until");
            }
        }
    }
}
